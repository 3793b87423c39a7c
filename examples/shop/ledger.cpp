// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "ledger.h"

namespace Shop {

void Ledger::setDuration(int milliseconds)
{
    m_work.setDuration(milliseconds);
    Q_EMIT durationChanged();
}

QFuture<void> Ledger::onShutdown()
{
    m_database->addEntry(tr("closed with %n order(s)", nullptr, int(m_database->orders().size())));
    return m_work.start();
}

} // namespace Shop
