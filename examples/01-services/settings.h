// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_SETTINGS_H
#define SHOP_SETTINGS_H

#include <QtCore/qvariant.h>

namespace Shop {

struct Range
{
    int from;
    int to;
};

// The whole number that a component's configuration has under a key. Throws if it is none, or out of range.
int wholeNumber(const QVariantMap &config, const QString &key, Range range, int byDefault);

// The file that a component's configuration has under a key; by default one with this name in the user's data folder.
QString dataFile(const QVariantMap &config, const QString &key, const QString &defaultName);

} // namespace Shop

#endif
