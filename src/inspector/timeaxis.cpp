// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "timeaxis.h"

#include "meta/text_p.h"

#include <QtCore/qlocale.h>

#include <algorithm>
#include <cmath>

namespace QConductor {

void TimeAxis::setTotal(qreal total)
{
    if (m_total == total)
        return;
    m_total = total;
    Q_EMIT changed();
}

void TimeAxis::setMostTicks(int count)
{
    if (m_mostTicks == count)
        return;
    m_mostTicks = count;
    Q_EMIT changed();
}

qreal TimeAxis::stepOf(qreal total, int mostTicks)
{
    if (!(total > 0))
        return 0;
    const qreal least = total / std::max(1, mostTicks);
    const qreal power = std::pow(10, std::floor(std::log10(least)));
    for (qreal factor : { 1, 2, 5 }) {
        if (factor * power >= least * 0.999999)
            return factor * power;
    }
    return 10 * power;
}

QVariantList TimeAxis::ticks() const
{
    const qreal step = stepOf(m_total, m_mostTicks);
    QVariantList ticks;
    for (int i = 0; i == 0 || (step > 0 && i * step <= m_total * 1.000001); ++i) {
        ticks += QVariantMap { { QStringLiteral("position"), step > 0 ? std::min(1.0, i * step / m_total) : 0 },
                               { QStringLiteral("text"), text(i * step, step) } };
    }
    return ticks;
}

// Without a step, three digits are enough.
QString TimeAxis::text(qreal milliseconds, qreal step)
{
    struct Unit
    {
        qreal size;
        QString text;
    };
    const qreal most = std::max(std::abs(milliseconds), step);
    const Unit unit = most >= 60000 * 10 ? Unit { 60000, Text::tr("%1 min") }
                      : most >= 1000     ? Unit { 1000, Text::tr("%1 s") }
                      : most >= 1        ? Unit { 1, Text::tr("%1 ms") }
                                         : Unit { 0.001, Text::tr("%1 µs") };
    if (milliseconds == 0)
        return QStringLiteral("0");
    const qreal value = milliseconds / unit.size;
    const qreal precision = step > 0 ? step / unit.size : std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
    const int digits = std::clamp(int(std::ceil(-std::log10(precision) - 1e-6)), 0, 3);
    return unit.text.arg(QLocale().toString(value, 'f', digits));
}

} // namespace QConductor
