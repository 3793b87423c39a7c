// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "statemark.h"

#include "graphmodel.h"
#include "statestyle.h"

#include <QtGui/qpainter.h>
#include <QtGui/qpainterpath.h>

#include <utility>

namespace QConductor {

namespace {

// Changes the value, and has the item painted again if it is another one.
template <class Item, class Value> void change(Item *item, Value &member, Value value)
{
    if (std::exchange(member, value) == value)
        return;
    item->update();
    Q_EMIT item->changed();
}

QPainterPath outline(const QRectF &place, bool isCut)
{
    QPainterPath path;
    if (!isCut) {
        path.addRoundedRect(place, 6, 6);
        return path;
    }
    const qreal corner = 9;
    path.addPolygon(QPolygonF({ { place.left() + corner, place.top() },
                                { place.right() - corner, place.top() },
                                { place.right(), place.top() + corner },
                                { place.right(), place.bottom() - corner },
                                { place.right() - corner, place.bottom() },
                                { place.left() + corner, place.bottom() },
                                { place.left(), place.bottom() - corner },
                                { place.left(), place.top() + corner } }));
    path.closeSubpath();
    return path;
}

} // namespace

StateMark::StateMark(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    setImplicitSize(16, 16);
}

void StateMark::setComponentState(int state)
{
    change(this, m_state, state);
}

void StateMark::setDark(bool isDark)
{
    change(this, m_isDark, isDark);
}

void StateMark::paint(QPainter *painter)
{
    StateStyle::paintMark(*painter, boundingRect(), Component::State(m_state), m_isDark);
}

NodeFrame::NodeFrame(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void NodeFrame::setComponentState(int state)
{
    change(this, m_state, state);
}

void NodeFrame::setMarks(int marks)
{
    change(this, m_marks, marks);
}

void NodeFrame::setDark(bool isDark)
{
    change(this, m_isDark, isDark);
}

void NodeFrame::paint(QPainter *painter)
{
    const auto state = Component::State(m_state);
    const bool isRed = m_marks & (GraphModel::Missing | GraphModel::OnCycle);
    const bool isCut = state == Component::State::Failed;
    const QColor red = StateStyle::line(Component::State::Failed, m_isDark);
    QPen pen(isRed ? red : StateStyle::line(state, m_isDark), isRed || isCut ? 2 : 1.2);
    if (m_marks & (GraphModel::Deferred | GraphModel::Missing))
        pen.setDashPattern({ 4, 3 });
    const QRectF place = boundingRect().adjusted(1.5, 1.5, -1.5, -1.5);
    painter->setPen(pen);
    painter->setBrush(m_marks & GraphModel::Missing ? QBrush(Qt::NoBrush) : QBrush(StateStyle::fill(state, m_isDark)));
    painter->drawPath(outline(place, isCut));
    if (m_marks & GraphModel::Patched) {
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(outline(place.adjusted(3.5, 3.5, -3.5, -3.5), isCut));
    }
    if (!(m_marks & GraphModel::Missing))
        StateStyle::paintMark(*painter, { place.left() + 9, place.center().y() - 8, 16, 16 }, state, m_isDark);
}

} // namespace QConductor
