// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/columns_p.h"

#include <QtCore/qchar.h>
#include <QtCore/qlist.h>

#include <algorithm>

namespace QConductor {

namespace {

int columnsOfCharacter(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing || category == QChar::Other_Format)
        return 0;
    const bool isWide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF)
                        || (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
}

QString padding(const QString &text, int columns)
{
    return QString(std::max(0, columns - columnsOf(text)), QLatin1Char(' '));
}

} // namespace

int columnsOf(const QString &text)
{
    int columns = 0;
    for (uint c : text.toUcs4())
        columns += columnsOfCharacter(char32_t(c));
    return columns;
}

QString singleLine(QString text)
{
    for (QChar &c : text) {
        const QChar::Category category = c.category();
        if (category == QChar::Other_Control || category == QChar::Separator_Line
            || category == QChar::Separator_Paragraph)
            c = QLatin1Char(' ');
    }
    return text;
}

QString elided(const QString &text, int columns)
{
    const QString line = singleLine(text);
    if (columnsOf(line) <= columns)
        return line;
    QString kept;
    int used = 1; // by the ellipsis
    for (uint c : line.toUcs4()) {
        used += columnsOfCharacter(char32_t(c));
        if (used > columns)
            break;
        kept += QStringView(QChar::fromUcs4(c));
    }
    return kept + QChar(0x2026);
}

QString leftAligned(const QString &text, int columns)
{
    const QString line = elided(text, columns);
    return line + padding(line, columns);
}

QString rightAligned(const QString &text, int columns)
{
    const QString line = elided(text, columns);
    return padding(line, columns) + line;
}

QString textOf(std::chrono::nanoseconds time)
{
    const double milliseconds = double(time.count()) / 1e6;
    if (milliseconds < 9.95)
        return QString::number(milliseconds, 'f', 1) + QStringLiteral(" ms");
    if (milliseconds < 9999.5)
        return QString::number(milliseconds, 'f', 0) + QStringLiteral(" ms");
    return QString::number(milliseconds / 1000, 'f', milliseconds < 999'950 ? 1 : 0) + QStringLiteral(" s");
}

} // namespace QConductor
