// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "settings.h"

#include <QConductor/Error>

#include <QtCore/qdir.h>
#include <QtCore/qstandardpaths.h>

using namespace Qt::StringLiterals;

namespace Shop {

int wholeNumber(const QVariantMap &config, const QString &key, Range range, int byDefault)
{
    const QVariant value = config.value(key, byDefault);
    bool isNumber = false;
    const int number = value.toInt(&isNumber);
    if (!isNumber || number < range.from || number > range.to)
        throw QConductor::Error(u"%1 is a number from %2 to %3, not \"%4\""_s
                                        .arg(key).arg(range.from).arg(range.to).arg(value.toString()));
    return number;
}

QString dataFile(const QVariantMap &config, const QString &key, const QString &defaultName)
{
    if (config.contains(key))
        return config.value(key).toString();
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    folder.mkpath(u"."_s);
    return folder.filePath(defaultName);
}

} // namespace Shop
