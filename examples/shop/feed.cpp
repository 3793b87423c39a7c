// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "feed.h"

namespace Shop {

Feed::Feed(QObject *parent) : Component(parent)
{
    m_lifetime.setSingleShot(true);
    m_lifetime.setInterval(20000);
    connect(&m_lifetime, &QTimer::timeout, this, &Feed::loseConnection);
    connect(this, &Component::stateChanged, this, &Feed::followState);
}

void Feed::setDuration(int milliseconds)
{
    m_work.setDuration(milliseconds);
    Q_EMIT durationChanged();
}

void Feed::setLifetime(int milliseconds)
{
    m_lifetime.setInterval(milliseconds);
    Q_EMIT lifetimeChanged();
}

// The conductor shuts down what requires the feed, then the feed, and sets them up again as restartPolicy says.
void Feed::loseConnection()
{
    reportFailure(tr("the connection to orders.example.com was lost"));
}

QFuture<void> Feed::onSetup()
{
    return m_isBroken ? m_work.fail(tr("no route to orders.example.com")) : m_work.start();
}

void Feed::followState(State state)
{
    if (state == State::Active)
        m_lifetime.start();
    else
        m_lifetime.stop();
}

} // namespace Shop
