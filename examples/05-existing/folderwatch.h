// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef FOLDERWATCH_H
#define FOLDERWATCH_H

#include "transfersession.h"

#include <QtCore/qfilesystemwatcher.h>

// Adds the transfers whose files appear in the folder while the application runs.
class FolderWatch : public QObject
{
    Q_OBJECT
    Q_PROPERTY(TransferSession *session READ session WRITE setSession NOTIFY sessionChanged FINAL)

public:
    FolderWatch();

    TransferSession *session() const { return m_session; }
    void setSession(TransferSession *session);
    bool isWatching() const { return !m_watcher.directories().isEmpty(); }

    void start();
    void stop();

Q_SIGNALS:
    void sessionChanged();

private:
    void addNew();

    TransferSession *m_session = nullptr;
    QFileSystemWatcher m_watcher;
};

#endif
