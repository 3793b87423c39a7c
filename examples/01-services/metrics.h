// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_METRICS_H
#define SHOP_METRICS_H

#include "probe.h"

#include <QtCore/qmap.h>

namespace Shop {

// Counts what happens, and writes that and what the probes measure to a file, for a monitoring system to read.
class Metrics : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(QList<Shop::Probe *> probes MEMBER m_probes) // all that are active
public:
    Q_INVOKABLE explicit Metrics(QObject *parent = nullptr) : Component(parent)
    {
        setEssential(false);                        // when it fails, the shop goes on
        setStartMode(StartMode::Deferred);          // the shop doesn't wait for it
        setRestartPolicy(RestartPolicy::OnFailure); // after a delay that grows with each try
        setRestartLimit(10);                        // in a minute, which is too short for so many tries: they never end
    }
    void count(const QString &what); // if that can't be written, it calls reportFailure()

protected:
    QFuture<void> onSetup() override;

private:
    void write();
    void writeLater();

    QList<Probe *> m_probes;
    QMap<QString, qint64> m_counts;
    bool m_isWriteDue = false;
};

} // namespace Shop

#endif
