// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef TRANSFERSESSION_H
#define TRANSFERSESSION_H

#include "transfersettings.h"

#include <QtCore/qstringlist.h>

// Stands for a class of another library, which can't be changed. It needs settings, and restores the transfers in its own time:
// a signal says when that has ended. A transfer is a file in the folder of the settings, named host.transfer.
class TransferSession : public QObject
{
    Q_OBJECT
    Q_PROPERTY(TransferSettings *settings READ settings WRITE setSettings NOTIFY settingsChanged FINAL)

public:
    explicit TransferSession(QObject *parent = nullptr) : QObject(parent) { }

    TransferSettings *settings() const { return m_settings; }
    void setSettings(TransferSettings *settings);
    QStringList transfers() const { return m_transfers; }
    bool isOpen() const { return m_isOpen; }

    void restore(); // emits restored() or failed() later
    void close();
    void add(const QString &name); // without effect if it is there already

Q_SIGNALS:
    void settingsChanged();
    void restored(const QStringList &transfers);
    void failed(const QString &message);
    void added(const QString &name);

private:
    void restoreNow();

    TransferSettings *m_settings = nullptr;
    QStringList m_transfers;
    bool m_isOpen = false;
};

#endif
