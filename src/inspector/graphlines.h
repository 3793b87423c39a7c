// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_GRAPHLINES_H
#define QCONDUCTOR_INSPECTOR_GRAPHLINES_H

#include "graphmodel.h"

#include <QtQuick/qquickpainteditem.h>

namespace QConductor {

// Paints the lines of a graph. It is as large as what is visible of the picture, and not as the picture, because no texture is as
// large as that of some hundred components. Lines are painted and not put into the scene graph, because the software renderer
// of Qt Quick shows no geometry of other classes.
class GraphLines : public QQuickPaintedItem
{
    Q_OBJECT
    Q_PROPERTY(QConductor::GraphModel *model MEMBER m_model WRITE setModel NOTIFY modelChanged FINAL)
    Q_PROPERTY(QPointF origin MEMBER m_origin WRITE setOrigin NOTIFY viewChanged FINAL)
    Q_PROPERTY(qreal zoom MEMBER m_zoom WRITE setZoom NOTIFY viewChanged FINAL)
    Q_PROPERTY(QColor color MEMBER m_colour WRITE setColor NOTIFY coloursChanged FINAL)
    Q_PROPERTY(QColor neededColor MEMBER m_neededColour WRITE setNeededColor NOTIFY coloursChanged FINAL)
    Q_PROPERTY(QColor wrongColor MEMBER m_wrongColour WRITE setWrongColor NOTIFY coloursChanged FINAL)
    QML_ELEMENT

public:
    explicit GraphLines(QQuickItem *parent = nullptr);

    void setModel(GraphModel *model);
    void setOrigin(QPointF origin);
    void setZoom(qreal zoom);
    void setColor(const QColor &colour);
    void setNeededColor(const QColor &colour);
    void setWrongColor(const QColor &colour);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void modelChanged();
    void viewChanged();
    void coloursChanged();

private:
    void paintLine(QPainter *painter, const GraphModel::Line &line) const;

    QPointer<GraphModel> m_model;
    QPointF m_origin; // the point of the picture, zoomed, that is in this item's upper left corner
    qreal m_zoom = 1;
    QColor m_colour = Qt::gray;
    QColor m_neededColour = Qt::blue; // of the lines to what is selected
    QColor m_wrongColour = Qt::red;
};

} // namespace QConductor

#endif
