// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_FEED_H
#define SHOP_FEED_H

#include "slowwork.h"

#include <QConductor/Component>

#include <QtQmlIntegration/qqmlintegration.h>

namespace Shop {

// Stands for the connection of a shop to a network. Its setup takes a while, and fails at the end if the network is broken.
// The connection is lost when its lifetime is over; the component then reports that it has failed.
class Feed : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(bool broken MEMBER m_isBroken NOTIFY brokenChanged FINAL)
    Q_PROPERTY(int duration READ duration WRITE setDuration NOTIFY durationChanged FINAL) // of setup, in ms
    Q_PROPERTY(int lifetime READ lifetime WRITE setLifetime NOTIFY lifetimeChanged FINAL) // of a connection, in ms
    QML_ELEMENT

public:
    Q_INVOKABLE explicit Feed(QObject *parent = nullptr);

    int duration() const { return m_work.duration(); }
    void setDuration(int milliseconds);
    int lifetime() const { return m_lifetime.interval(); }
    void setLifetime(int milliseconds);

    Q_INVOKABLE void loseConnection();

Q_SIGNALS:
    void brokenChanged();
    void durationChanged();
    void lifetimeChanged();

protected:
    QFuture<void> onSetup() override;

private:
    void followState(State state);

    bool m_isBroken = false;
    SlowWork m_work { 900 };
    QTimer m_lifetime; // runs while there is a connection
};

} // namespace Shop

#endif
