// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SERVICE_H
#define QCONDUCTOR_TESTS_SERVICE_H

#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qurl.h>
#include <QtTest/qtest.h>

#include <csignal>

constexpr int patience = 60000; // Time in ms after which a test gives up waiting.

// Runs the services example as a process.
class Service
{
public:
    ~Service()
    {
        process.kill();
        process.waitForFinished();
    }

    void start(const QStringList &arguments) { process.start(QStringLiteral(SERVICES_PROGRAM), arguments); }
    bool startAndServe(const QStringList &arguments)
    {
        start(arguments);
        return QTest::qWaitFor([this] { return url().isValid() || isOver(); }, patience) && url().isValid();
    }

    QUrl url()
    {
        output += QString::fromUtf8(process.readAllStandardOutput());
        static const QRegularExpression pattern(QStringLiteral("Serving on ([^;]*);"));
        return QUrl(pattern.match(output).captured(1));
    }
    void send(int signal) { ::kill(pid_t(process.processId()), signal); }
    bool isOver() const { return process.state() == QProcess::NotRunning; }
    bool ends()
    {
        const bool hasEnded = QTest::qWaitFor([this] { return isOver(); }, patience);
        output += QString::fromUtf8(process.readAllStandardOutput());
        return hasEnded;
    }
    bool endsWith(int exitCode)
    {
        return ends() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == exitCode;
    }

    QProcess process;
    QString output;
};

#endif
