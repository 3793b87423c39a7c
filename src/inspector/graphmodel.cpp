// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graphmodel.h"

#include "nodetexts.h"
#include "qmlaccess_p.h"

#include <QtGui/qfontmetrics.h>
#include <QtGui/qguiapplication.h>

#include <algorithm>
#include <cmath>

namespace QConductor {

namespace {

constexpr qreal besideName = 52; // what a node needs beside its name: its mark, and distances
constexpr qreal leastWidth = 112;
constexpr qreal mostWidth = 260;

bool isSame(const Drawing::Node &one, const Drawing::Node &other)
{
    return one.component == other.component && one.name == other.name && one.layer == other.layer
           && one.replaces == other.replaces && one.isMissing == other.isMissing && one.isDeferred == other.isDeferred
           && one.isOnCycle == other.isOnCycle;
}

bool isSame(const Drawing::Edge &one, const Drawing::Edge &other)
{
    return one.from == other.from && one.to == other.to && one.need == other.need && one.isOnCycle == other.isOnCycle
           && one.isAmbiguous == other.isAmbiguous && one.isOrdering == other.isOrdering;
}

template <class List> bool areSame(const List &one, const List &other)
{
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](const auto &left, const auto &right) { return isSame(left, right); });
}

} // namespace

GraphModel::GraphModel(QObject *parent) : QAbstractListModel(parent), m_watch(std::make_unique<QObject>())
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &GraphModel::update);
}

void GraphModel::setConductor(Conductor *conductor)
{
    if (m_conductor == conductor)
        return;
    if (m_conductor)
        m_conductor->disconnect(this);
    m_conductor = conductor;
    if (conductor) {
        const auto follow = [this, conductor](auto signal) {
            connect(conductor, signal, this, [this] { m_soon.start(); });
        };
        follow(&Conductor::componentsChanged);
        follow(&Conductor::stateChanged);
        follow(&Conductor::degradedChanged);
        follow(&Conductor::settled);
        connect(conductor, &QObject::destroyed, this, [this] {
            m_conductor.clear();
            update();
            Q_EMIT conductorChanged();
        });
    }
    update();
    Q_EMIT conductorChanged();
}

// The drawing has what setup finds. What was added while everything is up is shown too.
void GraphModel::addLatecomers(Drawing &drawing) const
{
    const QList<Component *> components = m_conductor->components();
    for (Component *component : components) {
        const auto isIt = [component](const Drawing::Node &node) { return node.component == component; };
        if (std::any_of(drawing.nodes.begin(), drawing.nodes.end(), isIt))
            continue;
        Drawing::Node node { QmlAccess::nameOf(component), -1, component->state(), component->errorString() };
        node.component = component;
        node.isDeferred = component->startMode() != Component::StartMode::Automatic;
        drawing.nodes.append(node);
    }
}

void GraphModel::update()
{
    Drawing drawing;
    if (m_conductor) {
        drawing = QmlAccess::draw(m_conductor);
        const QList<Component *> present = m_conductor->components();
        for (Drawing::Node &node : drawing.nodes) {
            if (!present.contains(node.component)) // a setup would create it, and the drawing has destroyed it again
                node.component = nullptr;
            else
                node.name = QmlAccess::nameOf(node.component);
        }
        addLatecomers(drawing);
    }
    setDrawing(drawing);
}

// As long as the graph is the same, its nodes stay where they are.
void GraphModel::setDrawing(const Drawing &drawing)
{
    const bool isAlive = std::equal(
            m_nodes.begin(), m_nodes.end(), drawing.nodes.begin(), drawing.nodes.end(),
            [](const Node &one, const auto &other) { return one.component == other.component; });
    if (isAlive && areSame(drawing.nodes, m_drawing.nodes) && areSame(drawing.edges, m_drawing.edges)) {
        m_drawing = drawing;
        if (count() > 0)
            Q_EMIT dataChanged(index(0), index(count() - 1));
        return;
    }
    beginResetModel();
    m_drawing = drawing;
    m_nodes.clear();
    for (const Drawing::Node &node : std::as_const(m_drawing.nodes))
        m_nodes += Node { node.component, node.name };
    findMarks();
    layOut();
    endResetModel();
    findNeeded();
    watch();
    Q_EMIT laidOut();
    Q_EMIT selectedChanged();
}

void GraphModel::findMarks()
{
    QList<bool> isRequired(count(), false);
    QList<bool> isHeld(count(), false);
    for (const Drawing::Edge &edge : std::as_const(m_drawing.edges)) {
        isHeld[edge.to] = true;
        isRequired[edge.to] = isRequired[edge.to] || edge.need == Drawing::Need::Required;
    }
    for (int i = 0; i < count(); ++i) {
        const Drawing::Node &node = m_drawing.nodes.at(i);
        m_nodes[i].marks = (node.replaces.isEmpty() ? 0 : Patched) | (isHeld[i] && !isRequired[i] ? Optional : 0)
                           | (node.isDeferred ? Deferred : 0) | (node.isMissing ? Missing : 0)
                           | (node.isOnCycle ? OnCycle : 0);
    }
}

void GraphModel::layOut()
{
    QList<int> layers;
    QList<qreal> widths;
    const QFontMetricsF metrics(QGuiApplication::font());
    QFont smallFont = QGuiApplication::font();
    smallFont.setPointSizeF(smallFont.pointSizeF() * 0.85);
    const QFontMetricsF smallMetrics(smallFont);
    for (int i = 0; i < count(); ++i) {
        layers += m_drawing.nodes.at(i).layer;
        const qreal text = std::max(metrics.horizontalAdvance(m_nodes.at(i).name),
                                    smallMetrics.horizontalAdvance(textsOf(i).notes()));
        widths += std::ceil(std::clamp(text + besideName, leastWidth, mostWidth));
    }
    QList<GraphLayout::Link> links;
    for (const Drawing::Edge &edge : std::as_const(m_drawing.edges))
        links += GraphLayout::Link { edge.to, edge.from, edge.isOrdering };
    m_layout = GraphLayout(layers, links, widths);
}

void GraphModel::watch()
{
    m_watch = std::make_unique<QObject>();
    for (int row = 0; row < count(); ++row) {
        Component *component = m_nodes.at(row).component;
        if (!component)
            continue;
        connect(component, &Component::stateChanged, m_watch.get(), [this, row] { tell(row); });
        connect(component, &Component::restartCountChanged, m_watch.get(), [this, row] { tell(row); });
        const auto updateSoon = [this] { m_soon.start(); };
        connect(component, &Component::startModeChanged, m_watch.get(), updateSoon);
        connect(component, &Component::displayNameChanged, m_watch.get(), updateSoon);
        connect(component, &QObject::objectNameChanged, m_watch.get(), updateSoon);
        connect(component, &QObject::destroyed, m_watch.get(), updateSoon);
    }
}

void GraphModel::tell(int row)
{
    Q_EMIT dataChanged(index(row), index(row), { StateRole, NotesRole, MessageRole, DescriptionRole });
}

void GraphModel::setSelected(Component *component)
{
    if (m_selected == component)
        return;
    m_selected = component;
    findNeeded();
    if (count() > 0)
        Q_EMIT dataChanged(index(0), index(count() - 1), { SelectedRole, NeededRole });
    Q_EMIT selectedChanged();
}

int GraphModel::selectedRow() const
{
    return rowOf(m_selected);
}

// Marks what the selected component needs, and what that needs in turn.
void GraphModel::findNeeded()
{
    m_isNeeded = QList<bool>(count(), false);
    QList<QList<int>> dependencies(count());
    for (const Drawing::Edge &edge : std::as_const(m_drawing.edges)) {
        if (edge.isOrdering)
            dependencies[edge.from] += edge.to;
    }
    QList<int> left;
    if (selectedRow() >= 0)
        left += selectedRow();
    while (!left.isEmpty()) {
        for (int dependency : dependencies.at(left.takeLast())) {
            if (!std::exchange(m_isNeeded[dependency], true))
                left += dependency;
        }
    }
    drawLines();
}

void GraphModel::drawLines()
{
    m_lines.clear();
    for (const QPainterPath &path : m_layout.lines())
        m_lines += Line { path, true };
    for (int i = 0; i < int(m_drawing.edges.size()); ++i) {
        const Drawing::Edge &edge = m_drawing.edges.at(i);
        const bool isNeeded = edge.isOrdering && (edge.from == selectedRow() || m_isNeeded.at(edge.from));
        for (int number : m_layout.linesOf(i)) {
            Line &line = m_lines[number];
            line.isSoft = line.isSoft && edge.need != Drawing::Need::Required;
            line.isWrong = line.isWrong || edge.isWrong();
            line.isNeeded = line.isNeeded || isNeeded;
        }
        const QList<int> &route = m_layout.linesOf(i);
        m_lines[m_layout.isReversed(i) ? route.first() : route.last()].tips += { m_layout.tip(i),
                                                                                 m_layout.isTipToTheRight(i) };
    }
    Q_EMIT linesChanged();
}

int GraphModel::rowOf(Component *component) const
{
    const auto isIt = [component](const Node &node) { return node.component == component; };
    const auto at = component ? std::find_if(m_nodes.begin(), m_nodes.end(), isIt) : m_nodes.end();
    return at == m_nodes.end() ? -1 : int(at - m_nodes.begin());
}

Component *GraphModel::componentAt(int row) const
{
    return row >= 0 && row < count() ? m_nodes.at(row).component.data() : nullptr;
}

// Returns the nodes that a line of the node leads to on that side and, if there are none, those of the next column.
QList<int> GraphModel::nodesBeside(int row, Direction direction) const
{
    const int column = m_layout.columnOf(row);
    const auto isBeside = [&](int other) {
        return direction == Left ? m_layout.columnOf(other) < column : m_layout.columnOf(other) > column;
    };
    QList<int> nodes;
    for (const Drawing::Edge &edge : m_drawing.edges) {
        if (edge.from == row && isBeside(edge.to))
            nodes += edge.to;
        else if (edge.to == row && isBeside(edge.from))
            nodes += edge.from;
    }
    for (int other = 0; nodes.isEmpty() && other < count(); ++other) {
        if (std::abs(m_layout.columnOf(other) - column) == 1 && isBeside(other))
            nodes += other;
    }
    return nodes;
}

// To the left and to the right, the nearest node that a line leads to comes first, and else the nearest one of all.
int GraphModel::neighbour(int row, Direction direction) const
{
    if (row < 0 || row >= count())
        return count() > 0 ? m_layout.columns().constFirst().value(0, 0) : -1;
    if (direction == Up || direction == Down) {
        const QList<int> &nodes = m_layout.columns().at(m_layout.columnOf(row));
        return nodes.value(nodes.indexOf(row) + (direction == Up ? -1 : 1), row);
    }
    const auto distance = [&](int other) {
        const QPointF way = m_layout.node(other).center() - m_layout.node(row).center();
        return std::hypot(way.x() * 4, way.y()); // the next column comes before a nearer row
    };
    const QList<int> candidates = nodesBeside(row, direction);
    const auto nearest = std::min_element(candidates.begin(), candidates.end(),
                                          [&](int one, int other) { return distance(one) < distance(other); });
    return nearest == candidates.end() ? row : *nearest;
}

NodeTexts GraphModel::textsOf(int row) const
{
    const Node &node = m_nodes.at(row);
    return NodeTexts(m_drawing, row, node.component, node.marks & Optional);
}

int GraphModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant GraphModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    switch (role) {
    case Qt::DisplayRole:
    case NameRole: return m_nodes.at(row).name;
    case ComponentRole: return QVariant::fromValue(m_nodes.at(row).component.data());
    case StateRole: return int(textsOf(row).state());
    case NotesRole: return textsOf(row).notes();
    case MessageRole: return textsOf(row).message();
    case DescriptionRole: return textsOf(row).description();
    case MarksRole: return m_nodes.at(row).marks;
    case PlaceRole: return m_layout.node(row);
    case SelectedRole: return row == selectedRow();
    case NeededRole: return m_isNeeded.value(row);
    }
    return {};
}

QHash<int, QByteArray> GraphModel::roleNames() const
{
    return { { NameRole, "name" },    { ComponentRole, "component" }, { StateRole, "componentState" },
             { NotesRole, "notes" },  { MessageRole, "message" },     { DescriptionRole, "description" },
             { MarksRole, "marks" },  { PlaceRole, "place" },         { SelectedRole, "selected" },
             { NeededRole, "needed" } };
}

} // namespace QConductor
