// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_DATABASE_H
#define SHOP_DATABASE_H

#include <QConductor/Component>

#include <QtCore/qfuturewatcher.h>
#include <QtCore/qpromise.h>
#include <QtCore/qtimer.h>
#include <QtQmlIntegration/qqmlintegration.h>

QT_FORWARD_DECLARE_CLASS(QSqlQuery)

namespace Shop {

// The orders of a shop, in an SQLite database: a file, or by default the memory. The orders can be read while the
// component is active. They are loaded one at a time, so the future of setup reports progress.
class Database : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(QString path MEMBER m_path NOTIFY pathChanged FINAL)
    Q_PROPERTY(QVariantList orders READ orders NOTIFY ordersChanged FINAL)
    Q_PROPERTY(int duration READ duration WRITE setDuration NOTIFY durationChanged FINAL) // of loading an order, in ms
    QML_ELEMENT

public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr);

    // Returns a QVariantMap with the keys number, customer, item and total for each order, the newest first.
    QVariantList orders() const { return m_orders; }
    int duration() const { return m_timer.interval(); }
    void setDuration(int milliseconds);
    void addEntry(const QString &text); // throws QConductor::Error

Q_SIGNALS:
    void pathChanged();
    void ordersChanged();
    void durationChanged();

protected:
    QFuture<void> onSetup() override;
    QFuture<void> onShutdown() override;

private:
    void execute(const QString &statement, const QVariantList &values = {}) const;
    QFuture<void> loadOrders();
    void loadNext();
    void endLoading();
    QSqlQuery select(const QString &columns, const QString &rest = {}) const;

    QString m_path = QStringLiteral(":memory:");
    QString m_connection; // name of the connection, unique because there may be several databases
    QVariantList m_orders;
    QTimer m_timer; // until the next order is loaded
    QPromise<void> m_promise;
    QFutureWatcher<void> m_loading; // tells that the future of the promise was canceled
};

} // namespace Shop

#endif
