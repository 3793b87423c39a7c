// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "transfersettings.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qsettings.h>

namespace {

constexpr auto folderKey = QLatin1String("folder");

} // namespace

TransferSettings::TransferSettings(const QString &file, QObject *parent) : QObject(parent), m_file(file)
{
    const QSettings settings(file, QSettings::IniFormat);
    m_folder = settings.value(folderKey, QFileInfo(file).absolutePath()).toString();
}

void TransferSettings::save() const
{
    QSettings settings(m_file, QSettings::IniFormat);
    settings.setValue(folderKey, m_folder);
}
