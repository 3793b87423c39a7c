// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/drawing_p.h"

#include "reporting/columns_p.h"

#include "reporting/reportdata_p.h"

namespace QConductor {

namespace {

using State = Component::State;

// The fill colours are light, so that black text can be read on each.
QLatin1String fillOf(State state)
{
    switch (state) {
    case State::Inactive: return QLatin1String("#eeeeee");
    case State::Waiting: return QLatin1String("#fff3c4");
    case State::SettingUp: return QLatin1String("#cfe2ff");
    case State::Active: return QLatin1String("#c8ecc8");
    case State::ShuttingDown: return QLatin1String("#e3d4f7");
    case State::Failed: return QLatin1String("#ffc9c9");
    }
    return QLatin1String("#ffffff");
}

// What the picture says of a node beside its name, so that nobody has to know the colours.
QStringList notesOf(const Drawing::Node &node)
{
    QStringList notes;
    if (!node.replaces.isEmpty())
        notes += QStringLiteral("replaces ") + node.replaces.join(QLatin1String(", "));
    if (node.isDeferred)
        notes += QStringLiteral("deferred");
    if (node.isMissing)
        notes += QStringLiteral("missing");
    else if (node.state != State::Inactive)
        notes += keyOf(node.state);
    return notes;
}

QString quotedForDot(const QStringList &lines)
{
    QStringList escaped;
    for (QString line : lines) {
        line = singleLine(line);
        line.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
        escaped += line.replace(QLatin1Char('&'), QLatin1String("&amp;"));
    }
    return QLatin1Char('"') + escaped.join(QLatin1String("\\n")) + QLatin1Char('"');
}

QString attributesForDot(const Drawing::Node &node)
{
    QString text = QStringLiteral("label=%1").arg(quotedForDot(QStringList(node.name) + notesOf(node)));
    text += QStringLiteral(", fillcolor=\"%1\"").arg(node.isMissing ? QLatin1String("#ffffff") : fillOf(node.state));
    if (!node.message.isEmpty())
        text += QStringLiteral(", tooltip=") + quotedForDot({ node.message });
    if (node.state == State::Failed)
        text += QStringLiteral(", shape=octagon");
    if (!node.replaces.isEmpty())
        text += QStringLiteral(", peripheries=2");
    if (node.isDeferred || node.isMissing)
        text += QStringLiteral(", style=\"rounded,filled,dashed\"");
    if (node.isOnCycle || node.isMissing)
        text += QStringLiteral(", color=red, penwidth=2");
    return text;
}

// What the picture says of an arrow.
QStringList labelOf(const Drawing::Edge &edge)
{
    QStringList lines { edge.property };
    if (edge.isAmbiguous)
        lines += QStringLiteral("ambiguous");
    return lines;
}

QString attributesForDot(const Drawing::Edge &edge)
{
    QString text = QStringLiteral("label=%1").arg(quotedForDot(labelOf(edge)));
    if (edge.need == Drawing::Need::Optional)
        text += QStringLiteral(", style=dashed");
    else if (edge.need == Drawing::Need::List)
        text += QStringLiteral(", style=dotted, arrowhead=crow");
    if (!edge.isOrdering)
        text += QStringLiteral(", constraint=false");
    if (edge.isWrong())
        text += QStringLiteral(", color=red, fontcolor=red, penwidth=2");
    return text;
}

QString quotedForMermaid(const QStringList &lines)
{
    QStringList escaped;
    for (const QString &line : lines) {
        const QString plain = singleLine(line);
        QString text;
        for (QChar c : plain) {
            const bool isSpecial = QStringLiteral("#\"<>&`;\\*_~|[]{}()").contains(c);
            text += isSpecial ? QStringLiteral("#%1;").arg(int(c.unicode())) : QString(c);
        }
        escaped += text;
    }
    return QLatin1Char('"') + escaped.join(QLatin1String("<br/>")) + QLatin1Char('"');
}

QString arrowForMermaid(const Drawing::Edge &edge)
{
    const QString label = QLatin1Char('|') + quotedForMermaid(labelOf(edge)) + QLatin1Char('|');
    switch (edge.need) {
    case Drawing::Need::Required: return QStringLiteral("-->") + label;
    case Drawing::Need::Optional: return QStringLiteral("-.->") + label;
    case Drawing::Need::List: return QStringLiteral("-.-o") + label;
    }
    return {};
}

QString nodeForMermaid(const Drawing::Node &node, int number)
{
    const QString label = quotedForMermaid(QStringList(node.name) + notesOf(node));
    const QString shape = !node.replaces.isEmpty()      ? QStringLiteral("[[%1]]")
                          : node.state == State::Failed ? QStringLiteral("{{%1}}")
                                                        : QStringLiteral("[%1]");
    const QString group = node.isMissing ? QStringLiteral("missing") : QString(keyOf(node.state));
    return QStringLiteral("n%1").arg(number) + QString(shape).replace(QLatin1String("%1"), label)
           + QStringLiteral(":::") + group;
}

// Returns the nodes, each layer in a box of its own.
QString nodesForMermaid(const QList<Drawing::Node> &nodes, const QList<QList<int>> &layers)
{
    QString text;
    for (int layer = 0; layer < int(layers.size()); ++layer) {
        text += QStringLiteral("    subgraph layer%1 [\"%1\"]\n").arg(layer);
        for (int node : layers.at(layer))
            text += QStringLiteral("        ") + nodeForMermaid(nodes.at(node), node) + QLatin1Char('\n');
        text += QStringLiteral("    end\n");
    }
    for (int i = 0; layers.isEmpty() && i < int(nodes.size()); ++i)
        text += QStringLiteral("    ") + nodeForMermaid(nodes.at(i), i) + QLatin1Char('\n');
    return text;
}

QString edgesForMermaid(const QList<Drawing::Edge> &edges)
{
    QString text;
    QStringList red;
    for (int i = 0; i < int(edges.size()); ++i) {
        const Drawing::Edge &edge = edges.at(i);
        text += QStringLiteral("    n%1 ").arg(edge.from) + arrowForMermaid(edge)
                + QStringLiteral(" n%1\n").arg(edge.to);
        if (edge.isWrong())
            red += QString::number(i);
    }
    if (!red.isEmpty())
        text += QStringLiteral("    linkStyle %1 stroke:red,stroke-width:2px\n").arg(red.join(QLatin1Char(',')));
    return text;
}

QString stylesForMermaid(const QList<Drawing::Node> &nodes)
{
    QString text;
    for (int i = 0; i < int(nodes.size()); ++i) {
        if (nodes.at(i).isOnCycle)
            text += QStringLiteral("    style n%1 stroke:red,stroke-width:2px\n").arg(i);
        else if (nodes.at(i).isDeferred)
            text += QStringLiteral("    style n%1 stroke-dasharray:4\n").arg(i);
    }
    for (State state :
         { State::Inactive, State::Waiting, State::SettingUp, State::Active, State::ShuttingDown, State::Failed })
        text += QStringLiteral("    classDef %1 fill:%2,color:#000000\n").arg(keyOf(state), fillOf(state));
    return text + QStringLiteral("    classDef missing fill:#ffffff,stroke:red,stroke-dasharray:4,color:#000000\n");
}

} // namespace

// Returns the numbers of the nodes in each layer.
QList<QList<int>> Drawing::layers() const
{
    QList<QList<int>> layers;
    for (int i = 0; i < int(nodes.size()); ++i) {
        const int layer = nodes.at(i).layer;
        if (layer < 0)
            return {};
        if (layers.size() <= layer)
            layers.resize(layer + 1);
        layers[layer].append(i);
    }
    return layers;
}

// An arrow points from a dependent to what it depends on, which stands on its left.
QString Drawing::toDot() const
{
    QString text = QStringLiteral(
            "digraph conductor {\n    rankdir=RL;\n    node [shape=box, style=\"rounded,filled\", "
            "fontname=\"sans-serif\"];\n    edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (int i = 0; i < int(nodes.size()); ++i)
        text += QStringLiteral("    n%1 [").arg(i) + attributesForDot(nodes.at(i)) + QStringLiteral("];\n");
    const QList<QList<int>> all = layers();
    for (const QList<int> &layer : all) {
        text += QStringLiteral("    { rank=same;");
        for (int node : layer)
            text += QStringLiteral(" n%1;").arg(node);
        text += QStringLiteral(" }\n");
    }
    for (const Edge &edge : edges)
        text += QStringLiteral("    n%1 -> n%2 [").arg(edge.from).arg(edge.to) + attributesForDot(edge)
                + QStringLiteral("];\n");
    return text + QStringLiteral("}\n");
}

QString Drawing::toMermaid() const
{
    return QStringLiteral("flowchart RL\n") + nodesForMermaid(nodes, layers()) + edgesForMermaid(edges)
           + stylesForMermaid(nodes);
}

} // namespace QConductor
