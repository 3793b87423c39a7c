// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "report.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qsysinfo.h>

#include <cstdio>

namespace {

QByteArray number(double value, int decimals)
{
    return QByteArray::number(value, 'f', decimals);
}

QByteArray limit(double value)
{
    return value > 0 ? QByteArray::number(value) : QByteArray("-");
}

void print(const char *work, const QByteArray &value, const QByteArray &reference, const QByteArray &ratio,
           const QByteArray &bound, const QByteArray &stretch, const char *verdict)
{
    std::printf("%-66s %12s %12s %8s %7s %8s  %s\n", work, value.constData(), reference.constData(), ratio.constData(),
                bound.constData(), stretch.constData(), verdict);
    std::fflush(stdout);
}

} // namespace

QString Row::verdict() const
{
    const auto holds = [this](double limit) { return isAtLeast ? result() >= limit : result() <= limit; };
    if (bound <= 0)
        return QString();
    if (!holds(bound))
        return QStringLiteral("MISSED");
    return stretch > 0 && holds(stretch) ? QStringLiteral("pass, stretch too") : QStringLiteral("pass");
}

Report::Report()
{
    print("work", "measured", "beside", "ratio", "bound", "stretch", "");
}

void Report::add(const Row &row)
{
    m_rows.append(row);
    const auto withUnit = [&](double value) { return number(value, value < 10 ? 2 : 1) + ' ' + row.unit.toUtf8(); };
    print(row.work.toUtf8().constData(), withUnit(row.value),
          row.reference > 0 ? withUnit(row.reference) : QByteArray("-"),
          row.reference > 0 ? number(row.result(), 2) : QByteArray("-"), limit(row.bound), limit(row.stretch),
          row.verdict().toUtf8().constData());
}

QByteArray Report::toJson() const
{
    QJsonArray rows;
    for (const Row &row : m_rows)
        rows.append(QJsonObject { { QStringLiteral("work"), row.work }, { QStringLiteral("measured"), row.value },
                                  { QStringLiteral("beside"), row.reference }, { QStringLiteral("unit"), row.unit },
                                  { QStringLiteral("result"), row.result() }, { QStringLiteral("bound"), row.bound },
                                  { QStringLiteral("stretch"), row.stretch },
                                  { QStringLiteral("verdict"), row.verdict() } });
    const QJsonObject document { { QStringLiteral("qt"), QString::fromLatin1(qVersion()) },
                                 { QStringLiteral("cpu"), QSysInfo::currentCpuArchitecture() },
                                 { QStringLiteral("rows"), rows } };
    return QJsonDocument(document).toJson();
}
