// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef HOOKS_H
#define HOOKS_H

#include <QConductor/Component>
#include <QConductor/WhenEmitted>

#include <QtConcurrent/qtconcurrentrun.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qprocess.h>
#include <QtCore/qpromise.h>
#include <QtCore/qsettings.h>

// What the page about hooks shows. tst_documentation.cpp runs it.

//! [ready]
class Preferences : public QConductor::Component
{
    Q_OBJECT

public:
    QString language;

protected:
    QFuture<void> onSetup() override
    {
        language = QSettings().value(QStringLiteral("language"), QStringLiteral("en")).toString();
        if (language.isEmpty())
            return failed(tr("the setting \"language\" is empty"));
        return done();
    }
};
//! [ready]

//! [thread]
class Index : public QConductor::Component
{
    Q_OBJECT

public:
    int count = 1000; // files

protected:
    QFuture<void> onSetup() override
    {
        return QtConcurrent::run([count = count](QPromise<void> &promise) {
            promise.setProgressRange(0, count);
            for (int i = 0; i < count; ++i) {
                if (promise.isCanceled())
                    return;
                read(i);
                promise.setProgressValue(i + 1);
            }
        });
    }

private:
    static void read(int file); // may throw
};
//! [thread]

//! [promise]
class Device : public QConductor::Component
{
    Q_OBJECT

public:
    Device()
    {
        connect(&m_watcher, &QFutureWatcher<void>::canceled, this, [this] { m_promise.finish(); });
    }

    void connected() // the driver calls it
    {
        m_promise.finish();
    }

protected:
    QFuture<void> onSetup() override
    {
        m_promise = {};
        m_promise.start();
        m_watcher.setFuture(m_promise.future());
        return m_promise.future();
    }

private:
    QPromise<void> m_promise;
    QFutureWatcher<void> m_watcher;
};
//! [promise]

//! [then]
class Session : public QConductor::Component
{
    Q_OBJECT

public:
    QString token;

protected:
    QFuture<void> onSetup() override
    {
        return logIn().then(this, [this](const QString &answer) { token = answer; });
    }

private:
    static QFuture<QString> logIn();
};
//! [then]

//! [signal]
class Helper : public QConductor::Component
{
    Q_OBJECT

public:
    explicit Helper(const QString &program) { m_process.setProgram(program); }

protected:
    QFuture<void> onSetup() override
    {
        const auto started = QConductor::whenEmitted(&m_process, &QProcess::started, &QProcess::errorOccurred);
        m_process.start();
        return started;
    }

    QFuture<void> onShutdown() override
    {
        if (m_process.state() == QProcess::NotRunning)
            return done();
        const auto finished = QConductor::whenEmitted(&m_process, &QProcess::finished);
        m_process.kill();
        return finished;
    }

private:
    QProcess m_process;
};
//! [signal]

//! [throw]
class License : public QConductor::Component
{
    Q_OBJECT

public:
    QString key;

protected:
    QFuture<void> onSetup() override
    {
        check();
        return done();
    }

private:
    void check() const
    {
        if (key.isEmpty())
            throw QConductor::Error(tr("there is no license key"));
    }
};
//! [throw]

#endif
