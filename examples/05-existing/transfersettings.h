// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef TRANSFERSETTINGS_H
#define TRANSFERSETTINGS_H

#include <QtCore/qobject.h>

// The settings of the application, which are in a file. They are there before anything else is.
class TransferSettings : public QObject
{
    Q_OBJECT

public:
    explicit TransferSettings(const QString &file, QObject *parent = nullptr);

    QString folder() const { return m_folder; } // with the transfers; by default that of the file
    void setFolder(const QString &folder) { m_folder = folder; }
    void save() const;

private:
    QString m_file;
    QString m_folder;
};

#endif
