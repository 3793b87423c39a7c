// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SHOP_COMMANDLINE_H
#define SHOP_COMMANDLINE_H

#include <QConductor/ConfigPolicy>

#include <QtCore/qsettings.h>
#include <QtCore/qtemporarydir.h>

#include <optional>

namespace Shop {

// What the user asked for: the options, which override the config file, and the config file.
class CommandLine
{
public:
    explicit CommandLine(const QStringList &arguments); // throws what is wrong with them; ends for --help

    bool hasMetrics() const { return m_hasMetrics; }
    bool isDemo() const { return m_demoFolder.has_value(); }
    QConductor::ConfigPolicy config();
    void reload(); // reads the config file again

private:
    void useFile(const QString &name);
    void set(const QString &section, const QString &key, const QString &value);

    std::optional<QSettings> m_file;
    QVariantMap m_sections;
    bool m_hasMetrics = false;
    std::optional<QTemporaryDir> m_demoFolder; // for the demo's files
};

} // namespace Shop

#endif
