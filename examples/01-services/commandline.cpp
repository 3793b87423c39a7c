// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "commandline.h"

#include "database.h"
#include "messagequeue.h"

#include <QConductor/Error>

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qfileinfo.h>

using namespace Qt::StringLiterals;

namespace Shop {

namespace {

struct Setting
{
    QString section;
    QString key; // also the name of the option
    QString valueName;
    QString description;
};

const Setting settings[] = {
    { u"WebApi"_s, u"host"_s, u"address"_s, u"Listen on this address (127.0.0.1)."_s },
    { u"WebApi"_s, u"port"_s, u"number"_s, u"Listen on this port (8080); 0: on any free one."_s },
    { u"Database"_s, u"database"_s, u"file"_s, u"Keep the orders in this file (shop.db in the user's data folder)."_s },
    { u"MessageQueue"_s, u"queue"_s, u"file"_s, u"Keep the messages in this file (the database's, with -queue)."_s },
    { u"BackgroundWorkers"_s, u"workers"_s, u"number"_s, u"Work on so many orders at a time (4)."_s },
    { u"Metrics"_s, u"metrics"_s, u"file"_s, u"Write to this file how many orders there were (none)."_s },
};

} // namespace

CommandLine::CommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A shop: takes orders by HTTP, and does them in the background."_s);
    parser.addHelpOption();
    for (const Setting &setting : settings)
        parser.addOption({ setting.key, setting.description, setting.valueName });
    parser.addOption({ u"config"_s, u"Read what isn't given here from this ini file."_s, u"file"_s });
    parser.addOption({ u"demo"_s, u"Place an order, show it when it is done, and stop."_s });
    parser.process(arguments);
    if (!parser.positionalArguments().isEmpty())
        throw QConductor::Error(u"Unexpected argument '%1'."_s.arg(parser.positionalArguments().constFirst()));

    if (parser.isSet(u"config"_s))
        useFile(parser.value(u"config"_s));
    if (parser.isSet(u"demo"_s)) {
        set(u"Database"_s, u"database"_s, m_demoFolder.emplace().filePath(u"shop.db"_s));
        set(u"WebApi"_s, u"port"_s, u"0"_s);
        set(u"Metrics"_s, u"metrics"_s, m_demoFolder->filePath(u"shop.prom"_s));
    }
    for (const Setting &setting : settings) {
        if (parser.isSet(setting.key))
            set(setting.section, setting.key, parser.value(setting.key));
    }
    m_hasMetrics = m_sections.contains(u"Metrics"_s) || (m_file && m_file->contains(u"Metrics/metrics"_s));
}

QConductor::ConfigPolicy CommandLine::config()
{
    const auto given = [file = QConductor::settingsConfig(m_file ? &*m_file : nullptr),
                        options = QConductor::sectionConfig(m_sections)](const QMetaObject &type) {
        QVariantMap config = file(type);
        config.insert(options(type));
        return config;
    };
    return [given](const QMetaObject &type) {
        QVariantMap config = given(type);
        if (&type == &MessageQueue::staticMetaObject && !config.contains(u"queue"_s)) {
            const QString database = given(Database::staticMetaObject).value(u"database"_s).toString();
            if (!database.isEmpty())
                config.insert(u"queue"_s, database + u"-queue"_s);
        }
        return config;
    };
}

void CommandLine::reload()
{
    if (m_file)
        m_file->sync();
}

void CommandLine::useFile(const QString &name)
{
    if (!QFileInfo(name).isReadable())
        throw QConductor::Error(u"The config file %1 can't be read."_s.arg(name));
    if (m_file.emplace(name, QSettings::IniFormat).status() != QSettings::NoError)
        throw QConductor::Error(u"The config file %1 isn't an ini file."_s.arg(name));
}

void CommandLine::set(const QString &section, const QString &key, const QString &value)
{
    QVariantMap config = m_sections.value(section).toMap();
    config.insert(key, value);
    m_sections.insert(section, config);
}

} // namespace Shop
