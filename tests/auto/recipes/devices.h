// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_DEVICES_H
#define QCONDUCTOR_TESTS_DEVICES_H

#include "session.h"

#include <QtCore/qfuturewatcher.h>

namespace Recipes {

//! [several]
class Devices : public QConductor::Component
{
    Q_OBJECT

public:
    Devices()
    {
        connect(&m_all, &QFutureWatcherBase::canceled, this, [this] {
            for (QFuture<void> &part : m_parts)
                part.cancel();
        });
    }

    Client first;
    Client second;

protected:
    QFuture<void> onSetup() override
    {
        m_parts = { logIn(&first), logIn(&second) };
        const QFuture<void> all = QtFuture::whenAll(m_parts.begin(), m_parts.end()).then(this, &Devices::check);
        m_all.setFuture(all);
        return all;
    }

private:
    static QFuture<void> logIn(Client *client)
    {
        const auto future = QConductor::whenEmitted(client, &Client::welcomed, &Client::refused);
        client->logIn();
        return future;
    }
    static void check(const QList<QFuture<void>> &parts) // all have ended
    {
        for (QFuture<void> part : parts)
            part.waitForFinished(); // throws what the part has failed with
    }

    QList<QFuture<void>> m_parts;
    QFutureWatcher<void> m_all;
};
//! [several]

} // namespace Recipes

#endif
