// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "shop.h"

#include <QtCore/qmetaobject.h>

namespace Shop {

QStringList &Journal::lines()
{
    static QStringList lines;
    return lines;
}

QFuture<void> Part::onSetup()
{
    Journal::lines() += QStringLiteral("setup ") + label();
    return setupError.isEmpty() ? done() : failed(setupError);
}

QFuture<void> Part::onShutdown()
{
    Journal::lines() += QStringLiteral("shutdown ") + label();
    return done();
}

QString Part::label() const
{
    const QString name = QString::fromLatin1(metaObject()->className());
    return name.section(QLatin1String("::"), -1).section(QLatin1Char('_'), 0, 0);
}

QString Database::label() const
{
    return path.isEmpty() ? Part::label() : path;
}

void MessageQueue::open(const QJSValue &resolve, const QJSValue &reject)
{
    if (setupError.isEmpty())
        resolve.call();
    else
        reject.call({ setupError });
}

} // namespace Shop
