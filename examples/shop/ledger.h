// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_LEDGER_H
#define SHOP_LEDGER_H

#include "database.h"
#include "feed.h"
#include "slowwork.h"

namespace Shop {

// Stands for a component whose shutdown takes a while: it writes an entry to the database, and then waits for its
// duration.
class Ledger : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database MEMBER m_database NOTIFY databaseChanged FINAL)
    Q_PROPERTY(Shop::Feed *feed MEMBER m_feed NOTIFY feedChanged FINAL)
    Q_PROPERTY(int duration READ duration WRITE setDuration NOTIFY durationChanged FINAL) // of shutdown, in ms
    QML_ELEMENT

public:
    Q_INVOKABLE explicit Ledger(QObject *parent = nullptr) : Component(parent) { }

    int duration() const { return m_work.duration(); }
    void setDuration(int milliseconds);

Q_SIGNALS:
    void databaseChanged();
    void feedChanged();
    void durationChanged();

protected:
    QFuture<void> onShutdown() override;

private:
    Database *m_database = nullptr;
    Feed *m_feed = nullptr;
    SlowWork m_work { 1500 };
};

} // namespace Shop

#endif
