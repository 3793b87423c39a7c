// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_PROBE_H
#define SHOP_PROBE_H

#include <QConductor/Component>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qstorageinfo.h>

namespace Shop {

// Measures something whenever the metrics are written.
class Probe : public QConductor::Component
{
    Q_OBJECT

public:
    using Component::Component;
    virtual QString name() const = 0;
    virtual qint64 measure() const = 0;
};

class UptimeProbe : public Probe
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit UptimeProbe(QObject *parent = nullptr) : Probe(parent) { }
    QString name() const override { return QStringLiteral("uptime_seconds"); }
    qint64 measure() const override { return m_sinceSetup.elapsed() / 1000; }

protected:
    QFuture<void> onSetup() override
    {
        m_sinceSetup.start();
        return done();
    }

private:
    QElapsedTimer m_sinceSetup;
};

class DiskProbe : public Probe
{
    Q_OBJECT

public:
    Q_INVOKABLE explicit DiskProbe(QObject *parent = nullptr) : Probe(parent) { }
    QString name() const override { return QStringLiteral("free_bytes"); }
    qint64 measure() const override { return QStorageInfo::root().bytesAvailable(); }
};

} // namespace Shop

#endif
