// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "metrics.h"

#include "settings.h"

#include <QConductor/Error>

#include <QtCore/qsavefile.h>

using namespace Qt::StringLiterals;

namespace Shop {

void Metrics::count(const QString &what)
{
    ++m_counts[what];
    if (!std::exchange(m_isWriteDue, true)) // one write for all that happens meanwhile
        QMetaObject::invokeMethod(this, &Metrics::writeLater, Qt::QueuedConnection);
}

QFuture<void> Metrics::onSetup()
{
    write();
    return done();
}

void Metrics::writeLater()
{
    m_isWriteDue = false;
    if (!isActive())
        return;
    try {
        write();
    } catch (const QConductor::Error &error) {
        reportFailure(error.message());
    }
}

// A reader finds the whole file, or the one before.
void Metrics::write()
{
    QSaveFile file(dataFile(config(), u"metrics"_s, u"shop.prom"_s));
    bool isGood = file.open(QIODevice::WriteOnly);
    for (auto count = m_counts.cbegin(); isGood && count != m_counts.cend(); ++count)
        isGood = file.write(u"shop_%1 %2\n"_s.arg(count.key()).arg(count.value()).toUtf8()) > 0;
    for (const Probe *probe : std::as_const(m_probes))
        isGood = isGood && file.write(u"shop_%1 %2\n"_s.arg(probe->name()).arg(probe->measure()).toUtf8()) > 0;
    if (!isGood || !file.commit())
        throw QConductor::Error(tr("can't write %1: %2").arg(file.fileName(), file.errorString()));
}

} // namespace Shop
