// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "graphlines.h"

#include <QtGui/qpainter.h>

#include <utility>

namespace QConductor {

namespace {

template <class Item, class Value, class Signal>
void change(Item *item, Value &member, const Value &value, Signal signal)
{
    if (std::exchange(member, value) == value)
        return;
    item->update();
    Q_EMIT(item->*signal)();
}

} // namespace

GraphLines::GraphLines(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void GraphLines::setModel(GraphModel *model)
{
    if (m_model == model)
        return;
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    if (model)
        connect(model, &GraphModel::linesChanged, this, [this] { update(); });
    update();
    Q_EMIT modelChanged();
}

void GraphLines::setOrigin(QPointF origin)
{
    change(this, m_origin, origin, &GraphLines::viewChanged);
}

void GraphLines::setZoom(qreal zoom)
{
    change(this, m_zoom, zoom, &GraphLines::viewChanged);
}

void GraphLines::setColor(const QColor &colour)
{
    change(this, m_colour, colour, &GraphLines::coloursChanged);
}

void GraphLines::setNeededColor(const QColor &colour)
{
    change(this, m_neededColour, colour, &GraphLines::coloursChanged);
}

void GraphLines::setWrongColor(const QColor &colour)
{
    change(this, m_wrongColour, colour, &GraphLines::coloursChanged);
}

// What leads to the selected node is painted last, so that no other line hides it.
void GraphLines::paint(QPainter *painter)
{
    if (!m_model)
        return;
    painter->translate(-m_origin);
    painter->scale(m_zoom, m_zoom);
    const QRectF visible = painter->transform().inverted().mapRect(boundingRect()).adjusted(-8, -8, 8, 8);
    for (bool isNeeded : { false, true }) {
        for (const GraphModel::Line &line : m_model->lines()) {
            if (line.isNeeded == isNeeded && line.path.controlPointRect().adjusted(0, -1, 0, 1).intersects(visible))
                paintLine(painter, line);
        }
    }
}

void GraphLines::paintLine(QPainter *painter, const GraphModel::Line &line) const
{
    const QColor colour = line.isWrong ? m_wrongColour : line.isNeeded ? m_neededColour : m_colour;
    QPen pen(colour, line.isNeeded || line.isWrong ? 2.2 : 1.2);
    if (line.isSoft)
        pen.setDashPattern({ 4, 3 });
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(line.path);
    painter->setPen(QPen(colour, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(colour);
    for (const auto &[tip, isToTheRight] : line.tips) {
        const qreal back = isToTheRight ? -7 : 7;
        painter->drawPolygon(QPolygonF({ tip, tip + QPointF(back, -3.5), tip + QPointF(back, 3.5) }));
    }
}

} // namespace QConductor
