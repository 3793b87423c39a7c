// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "transfersession.h"

#include "hostfilter.h"

#include <QtCore/qdir.h>
#include <QtCore/qtimer.h>

void TransferSession::setSettings(TransferSettings *settings)
{
    if (m_settings == settings)
        return;
    m_settings = settings;
    Q_EMIT settingsChanged();
}

void TransferSession::restore()
{
    QTimer::singleShot(0, this, &TransferSession::restoreNow);
}

void TransferSession::restoreNow()
{
    const QDir folder(m_settings->folder());
    if (!folder.exists()) {
        Q_EMIT failed(tr("there is no folder %1").arg(folder.path()));
        return;
    }
    m_isOpen = true;
    const QStringList files = folder.entryList({ QStringLiteral("*.transfer") }, QDir::Files, QDir::Name);
    for (const QString &file : files)
        add(file.chopped(int(qstrlen(".transfer"))));
    Q_EMIT restored(m_transfers);
}

void TransferSession::close()
{
    m_isOpen = false;
    m_transfers.clear();
}

void TransferSession::add(const QString &name)
{
    if (!m_isOpen || m_transfers.contains(name) || HostFilter::instance()->isBlocked(name))
        return;
    m_transfers += name;
    Q_EMIT added(name);
}
