// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_DATABASE_H
#define SHOP_DATABASE_H

#include <QConductor/Component>

#include <QtQmlIntegration/qqmlintegration.h>

namespace Shop {

// The orders of a shop, in an SQLite database: a file, or by default the memory. The orders can be read while the
// component is active.
class Database : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(QString path MEMBER m_path NOTIFY pathChanged FINAL)
    Q_PROPERTY(QVariantList orders READ orders NOTIFY ordersChanged FINAL)
    QML_ELEMENT

public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr);

    // Returns a QVariantMap with the keys number, customer, item and total for each order, the newest first.
    QVariantList orders() const { return m_orders; }
    void addEntry(const QString &text); // throws QConductor::Error

Q_SIGNALS:
    void pathChanged();
    void ordersChanged();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    void execute(const QString &statement, const QVariantList &values = {}) const;
    void readOrders();

    QString m_path = QStringLiteral(":memory:");
    QString m_connection; // name of the connection, unique because there may be several databases
    QVariantList m_orders;
};

} // namespace Shop

#endif
