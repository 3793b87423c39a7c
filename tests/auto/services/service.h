// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_SERVICE_H
#define QCONDUCTOR_TESTS_SERVICE_H

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qurl.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>

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

    void start(const QStringList &arguments)
    {
        // With this, a write beyond the limit of a file's size fails instead of ending the process.
        process.setChildProcessModifier([] { std::signal(SIGXFSZ, SIG_IGN); });
        process.start(QStringLiteral(SERVICES_PROGRAM), arguments);
    }
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

    bool logs(const QString &text)
    {
        const auto isLogged = [&] {
            log += QString::fromUtf8(process.readAllStandardError());
            return log.contains(text);
        };
        return QTest::qWaitFor(isLogged, patience);
    }

#ifdef Q_OS_LINUX
    void setLimit(__rlimit_resource resource, rlim_t limit)
    {
        rlimit limits;
        ::prlimit(pid_t(process.processId()), resource, nullptr, &limits);
        limits.rlim_cur = qMin(limit, limits.rlim_max);
        ::prlimit(pid_t(process.processId()), resource, &limits, nullptr);
    }
    int firstFreeDescriptor() const
    {
        int descriptor = 0;
        while (QFileInfo(procFolder() + QStringLiteral("/fd/%1").arg(descriptor)).isSymLink())
            ++descriptor;
        return descriptor;
    }
    // Returns whether no thread of the service has anything to do: none starts any more, and none turns in a loop.
    bool sleeps() const
    {
        const QDir threads(procFolder() + QStringLiteral("/task"));
        const QStringList ids = threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        const auto doesSleep = [&threads](const QString &id) {
            QFile file(threads.filePath(id + QStringLiteral("/stat")));
            return file.open(QIODevice::ReadOnly) && file.readAll().contains(") S ");
        };
        return !ids.isEmpty() && std::all_of(ids.begin(), ids.end(), doesSleep);
    }
#endif

    QProcess process;
    QString output;
    QString log;

private:
    QString procFolder() const
    {
        return QStringLiteral("/proc/%1").arg(process.processId());
    }
};

#endif
