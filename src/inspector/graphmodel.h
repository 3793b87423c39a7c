// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_GRAPHMODEL_H
#define QCONDUCTOR_INSPECTOR_GRAPHMODEL_H

#include "graphlayout.h"
#include "reporting/drawing_p.h"

#include <QConductor/Conductor>

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qpointer.h>
#include <QtCore/qtimer.h>
#include <QtQml/qqml.h>

#include <memory>

namespace QConductor {

class NodeTexts;

// The graph of a conductor, as Conductor::toDot() draws it, and the places of its nodes: a row for each node. What a signal of
// the conductor may have changed is read when the event loop comes to it; a component's state is told at once.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT GraphModel : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(QConductor::Conductor *conductor READ conductor WRITE setConductor NOTIFY conductorChanged FINAL)
    Q_PROPERTY(QConductor::Component *selected READ selected WRITE setSelected NOTIFY selectedChanged FINAL)
    Q_PROPERTY(int selectedRow READ selectedRow NOTIFY selectedChanged FINAL)
    Q_PROPERTY(QString selectedName READ selectedName NOTIFY selectedChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY laidOut FINAL)
    Q_PROPERTY(qreal width READ width NOTIFY laidOut FINAL)
    Q_PROPERTY(qreal height READ height NOTIFY laidOut FINAL)
    QML_ELEMENT

public:
    enum Mark { Patched = 1, Optional = 2, Deferred = 4, Missing = 8, OnCycle = 16 };
    Q_ENUM(Mark)
    enum Direction { Left, Right, Up, Down };
    Q_ENUM(Direction)
    enum Role {
        NameRole = Qt::UserRole + 1,
        ComponentRole,
        StateRole,
        NotesRole,
        MessageRole,
        DescriptionRole,
        MarksRole,
        PlaceRole,
        SelectedRole,
        NeededRole
    };
    struct Line
    {
        QPainterPath path;
        bool isSoft = false; // all links that it belongs to are optional, or lists
        bool isWrong = false;                      // on a cycle, or ambiguous
        bool isNeeded = false;                     // it leads to what is selected
        QList<std::pair<QPointF, bool>> tips = {}; // of its arrows, and whether they point to the right
    };

    explicit GraphModel(QObject *parent = nullptr);

    Conductor *conductor() const { return m_conductor; }
    void setConductor(Conductor *conductor);
    Component *selected() const { return m_selected; }
    void setSelected(Component *component);
    int selectedRow() const;
    QString selectedName() const { return selectedRow() < 0 ? QString() : m_nodes.at(selectedRow()).name; }
    int count() const { return int(m_drawing.nodes.size()); }
    qreal width() const { return m_layout.size().width(); }
    qreal height() const { return m_layout.size().height(); }
    const QList<Line> &lines() const { return m_lines; }
    const GraphLayout &layout() const { return m_layout; }

    // Returns the row itself if there is none.
    Q_INVOKABLE int neighbour(int row, QConductor::GraphModel::Direction direction) const;
    Q_INVOKABLE int rowOf(QConductor::Component *component) const; // -1: there is none
    // A function that returned the component would give it to the engine, which then destroys it.
    Q_INVOKABLE void selectRow(int row) { setSelected(componentAt(row)); }
    Component *componentAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void conductorChanged();
    void selectedChanged();
    void laidOut();      // the places of the nodes and the lines
    void linesChanged(); // what is needed

private:
    struct Node
    {
        QPointer<Component> component; // null if it is missing or has been destroyed
        QString name;
        int marks = 0; // of Mark
    };
    void update();
    void addLatecomers(Drawing &drawing) const;
    void setDrawing(const Drawing &drawing);
    void layOut();
    void findMarks();
    void findNeeded();
    void drawLines();
    void watch();
    void tell(int row);
    QList<int> nodesBeside(int row, Direction direction) const;
    NodeTexts textsOf(int row) const;

    QPointer<Conductor> m_conductor;
    QPointer<Component> m_selected;
    Drawing m_drawing;
    QList<Node> m_nodes; // in the order of those of the drawing
    GraphLayout m_layout;
    QList<Line> m_lines;
    QList<bool> m_isNeeded;           // each node
    QTimer m_soon;                    // updates when the event loop comes to it
    std::unique_ptr<QObject> m_watch; // context of the connections to the components; to replace it ends them all
};

} // namespace QConductor

#endif
