// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_HELPER_H
#define QCONDUCTOR_TESTS_HELPER_H

#include <QConductor/Component>
#include <QConductor/WhenEmitted>

#include <QtCore/qprocess.h>

namespace Recipes {

//! [process]
class Helper : public QConductor::Component
{
    Q_OBJECT

public:
    Helper()
    {
        connect(&m_process, &QProcess::readyReadStandardOutput, this, &Helper::read);
        connect(&m_process, &QProcess::errorOccurred, this, [this] { breakDown(m_process.errorString()); });
        connect(&m_process, &QProcess::finished, this,
                [this](int code) { breakDown(tr("it ended with %1").arg(code)); });
    }

    QString program;
    QStringList arguments;

    void say(const QByteArray &text) { m_process.write(text); }

Q_SIGNALS:
    void ready();
    void broken(const QString &message);

protected:
    QFuture<void> onSetup() override
    {
        const auto future = QConductor::whenEmitted(this, &Helper::ready, &Helper::broken);
        m_process.start(program, arguments);
        return future;
    }
    QFuture<void> onShutdown() override
    {
        if (m_process.state() == QProcess::NotRunning)
            return done();
        const auto future = QConductor::whenEmitted(&m_process, &QProcess::finished);
        m_process.terminate();
        return future;
    }

private:
    void read() // the helper says "ready" when it is
    {
        if (m_process.readAllStandardOutput().startsWith("ready"))
            Q_EMIT ready();
    }
    void breakDown(const QString &message)
    {
        if (isActive())
            reportFailure(message);
        Q_EMIT broken(message);
    }

    QProcess m_process; // is killed by its destructor if it still runs
};
//! [process]

} // namespace Recipes

#endif
