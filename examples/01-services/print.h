// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_PRINT_H
#define SHOP_PRINT_H

#include <QtCore/qtextstream.h>

namespace Shop {

// Prints a line at once, also where the output is a pipe.
inline void print(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

} // namespace Shop

#endif
