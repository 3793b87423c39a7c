// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "statestyle.h"

#include "meta/text_p.h"

#include <QtGui/qpainter.h>
#include <QtGui/qpainterpath.h>

namespace QConductor {

namespace {

struct Colours
{
    QRgb lightFill;
    QRgb lightLine;
    QRgb darkFill;
    QRgb darkLine;
};

// In the order of Component::State. The light fills are those of Conductor::toDot().
constexpr Colours colours[] = {
    { 0xffeeeeee, 0xff6a6a6a, 0xff3a3a3c, 0xffa8a8a8 }, // Inactive
    { 0xfffff3c4, 0xff8a6500, 0xff4a3f14, 0xffe5b93c }, // Waiting
    { 0xffcfe2ff, 0xff1b5fc0, 0xff1d3558, 0xff79b0ff }, // SettingUp
    { 0xffc8ecc8, 0xff1c7430, 0xff1d4226, 0xff6fd087 }, // Active
    { 0xffe3d4f7, 0xff6b3fb0, 0xff3b2a57, 0xffc09cf2 }, // ShuttingDown
    { 0xffffc9c9, 0xffb3202b, 0xff5c1f24, 0xffff8f8f }, // Failed
};

QPolygonF octagon(const QRectF &place)
{
    const qreal corner = place.width() * 0.29;
    return QPolygonF({ { place.left() + corner, place.top() },
                       { place.right() - corner, place.top() },
                       { place.right(), place.top() + corner },
                       { place.right(), place.bottom() - corner },
                       { place.right() - corner, place.bottom() },
                       { place.left() + corner, place.bottom() },
                       { place.left(), place.bottom() - corner },
                       { place.left(), place.top() + corner } });
}

// Paints the marks of states in a square whose side has 16 units.
class MarkPainter
{
public:
    MarkPainter(QPainter &painter, const QRectF &place, const QColor &colour, const QColor &inside)
        : m_painter(painter),
          m_place(place),
          m_pen(colour, 2 * place.width() / 16, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin),
          m_insidePen(inside, m_pen.widthF(), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin),
          m_disc(at(2, 2), at(14, 14))
    {
        m_painter.save();
        m_painter.setPen(m_pen);
        m_painter.setBrush(Qt::NoBrush);
    }
    ~MarkPainter() { m_painter.restore(); }

    void circle() { m_painter.drawEllipse(m_disc); }
    void clock()
    {
        circle();
        m_painter.drawPolyline(QPolygonF({ at(8, 4.6), at(8, 8), at(10.6, 9.6) }));
    }
    void halfDisc()
    {
        circle();
        m_painter.setBrush(m_pen.color());
        m_painter.drawPie(m_disc, 90 * 16, -180 * 16);
    }
    void tick()
    {
        m_painter.setBrush(m_pen.color());
        circle();
        m_painter.setPen(m_insidePen);
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPolyline(QPolygonF({ at(5, 8.2), at(7.2, 10.5), at(11, 5.6) }));
    }
    void square()
    {
        m_painter.setBrush(m_pen.color());
        m_painter.drawRect(QRectF(at(3.5, 3.5), at(12.5, 12.5)));
    }
    void cross()
    {
        m_painter.setBrush(m_pen.color());
        m_painter.drawPolygon(octagon(QRectF(at(1.5, 1.5), at(14.5, 14.5))));
        m_painter.setPen(m_insidePen);
        m_painter.drawLine(at(5.5, 5.5), at(10.5, 10.5));
        m_painter.drawLine(at(10.5, 5.5), at(5.5, 10.5));
    }

private:
    QPointF at(qreal x, qreal y) const { return m_place.topLeft() + QPointF(x, y) * (m_place.width() / 16); }

    QPainter &m_painter;
    const QRectF m_place;
    const QPen m_pen;
    const QPen m_insidePen; // on what is filled
    const QRectF m_disc;
};

} // namespace

QString StateStyle::text(State state)
{
    switch (state) {
    case State::Inactive: return Text::tr("inactive");
    case State::Waiting: return Text::tr("waiting");
    case State::SettingUp: return Text::tr("setting up");
    case State::Active: return Text::tr("active");
    case State::ShuttingDown: return Text::tr("shutting down");
    case State::Failed: return Text::tr("failed");
    }
    return {};
}

QColor StateStyle::fill(State state, bool isDark)
{
    const Colours &all = colours[int(state)];
    return QColor::fromRgb(isDark ? all.darkFill : all.lightFill);
}

QColor StateStyle::line(State state, bool isDark)
{
    const Colours &all = colours[int(state)];
    return QColor::fromRgb(isDark ? all.darkLine : all.lightLine);
}

QColor StateStyle::ink(bool isDark)
{
    return QColor::fromRgb(isDark ? 0xfff4f4f4 : 0xff161616);
}

void StateStyle::paintMark(QPainter &painter, const QRectF &place, State state, bool isDark)
{
    const QColor inside = isDark ? QColor::fromRgb(0xff141414) : QColor(Qt::white);
    MarkPainter mark(painter, place, line(state, isDark), inside);
    switch (state) {
    case State::Inactive: mark.circle(); break;
    case State::Waiting: mark.clock(); break;
    case State::SettingUp: mark.halfDisc(); break;
    case State::Active: mark.tick(); break;
    case State::ShuttingDown: mark.square(); break;
    case State::Failed: mark.cross(); break;
    }
}

} // namespace QConductor
