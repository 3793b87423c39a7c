// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_STATEMARK_H
#define QCONDUCTOR_INSPECTOR_STATEMARK_H

#include "inspectorglobal_p.h"

#include <QtQuick/qquickpainteditem.h>

namespace QConductor {

// The mark of a state, for a list or a legend.
class StateMark : public QQuickPaintedItem
{
    Q_OBJECT
    Q_PROPERTY(int componentState MEMBER m_state WRITE setComponentState NOTIFY changed FINAL)
    Q_PROPERTY(bool dark MEMBER m_isDark WRITE setDark NOTIFY changed FINAL)
    QML_ELEMENT

public:
    explicit StateMark(QQuickItem *parent = nullptr);

    void setComponentState(int state);
    void setDark(bool isDark);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    int m_state = 0; // a Component::State
    bool m_isDark = false;
};

// The frame of a node in the graph, with the mark of its state: filled with the colour of the state, double if it is a patch,
// dashed if it is begun later or missing, with cut corners if it has failed, and red if it is missing or on a cycle.
class NodeFrame : public QQuickPaintedItem
{
    Q_OBJECT
    Q_PROPERTY(int componentState MEMBER m_state WRITE setComponentState NOTIFY changed FINAL)
    Q_PROPERTY(int marks MEMBER m_marks WRITE setMarks NOTIFY changed FINAL)
    Q_PROPERTY(bool dark MEMBER m_isDark WRITE setDark NOTIFY changed FINAL)
    QML_ELEMENT

public:
    explicit NodeFrame(QQuickItem *parent = nullptr);

    void setComponentState(int state);
    void setMarks(int marks);
    void setDark(bool isDark);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    int m_state = 0;
    int m_marks = 0; // of GraphModel::Mark
    bool m_isDark = false;
};

} // namespace QConductor

#endif
