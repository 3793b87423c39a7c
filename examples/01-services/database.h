// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_DATABASE_H
#define SHOP_DATABASE_H

#include "order.h"
#include "sqlitefile.h"

#include <QConductor/Component>

#include <optional>

namespace Shop {

// The orders of the shop, in a file. Any thread may call the functions; when their futures have finished, what they did
// is on the disk.
class Database : public QConductor::Component
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr);

    QFuture<qint64> insert(const Order &order); // the id of the new order
    QFuture<std::optional<Order>> find(qint64 id);
    QFuture<QList<qint64>> notDone();
    QFuture<bool> setDone(qint64 id, const QString &invoice); // false: it was done already
    QFuture<bool> isWritable() { return m_file.isWritable(); }

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    SqliteFile m_file;
};

} // namespace Shop

#endif
