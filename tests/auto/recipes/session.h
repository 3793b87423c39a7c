// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SESSION_H
#define QCONDUCTOR_TESTS_SESSION_H

#include <QConductor/Component>
#include <QConductor/WhenEmitted>

#include <QtCore/qtimer.h>

namespace Recipes {

class Client : public QObject // of another library
{
    Q_OBJECT

public:
    void logIn()
    {
        QTimer::singleShot(0, this, [this] { isRefused ? Q_EMIT refused(tr("wrong password")) : Q_EMIT welcomed(); });
    }
    void logOut() { QTimer::singleShot(0, this, &Client::left); }
    bool isRefused = false;

Q_SIGNALS:
    void welcomed();
    void refused(const QString &message);
    void left();
};

//! [signal]
class Session : public QConductor::Component
{
    Q_OBJECT

public:
    Client client;

protected:
    QFuture<void> onSetup() override
    {
        const auto future = QConductor::whenEmitted(&client, &Client::welcomed, &Client::refused);
        client.logIn();
        return future;
    }
    QFuture<void> onShutdown() override // also if the setup was canceled before the signal came
    {
        const auto future = QConductor::whenEmitted(&client, &Client::left);
        client.logOut();
        return future;
    }
};
//! [signal]

} // namespace Recipes

#endif
