// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "feed.h"

namespace Shop {

void Feed::setDuration(int milliseconds)
{
    m_work.setDuration(milliseconds);
    Q_EMIT durationChanged();
}

QFuture<void> Feed::onSetup()
{
    return m_isBroken ? m_work.fail(tr("no route to orders.example.com")) : m_work.start();
}

} // namespace Shop
