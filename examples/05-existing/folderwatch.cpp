// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "folderwatch.h"

#include <QtCore/qdir.h>

FolderWatch::FolderWatch()
{
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &FolderWatch::addNew);
}

void FolderWatch::setSession(TransferSession *session)
{
    if (m_session == session)
        return;
    m_session = session;
    Q_EMIT sessionChanged();
}

void FolderWatch::start()
{
    m_watcher.addPath(m_session->settings()->folder());
}

void FolderWatch::stop()
{
    m_watcher.removePaths(m_watcher.directories());
}

void FolderWatch::addNew()
{
    const QDir folder(m_session->settings()->folder());
    const QStringList files = folder.entryList({ QStringLiteral("*.transfer") }, QDir::Files, QDir::Name);
    for (const QString &file : files)
        m_session->add(file.chopped(int(qstrlen(".transfer"))));
}
