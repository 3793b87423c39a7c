// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "configpolicy_p.h"

#include "meta/naming_p.h"

#include <QtCore/qpointer.h>
#include <QtCore/qsettings.h>

namespace QConductor {

/*!
    \typealias QConductor::ConfigPolicy
    \since QConductor 1.0
    A function that returns the configuration of components of the given class, or an empty map if there is none. It is
    called in the conductor's thread, at each call of Component::config().
*/

/*! \relates QConductor::Conductor
    \since QConductor 1.0
    Returns a policy by which every component has the configuration \a config. */
ConfigPolicy sharedConfig(const QVariantMap &config)
{
    return [config](const QMetaObject &) { return config; };
}

/*! \relates QConductor::Conductor
    \since QConductor 1.0
    Returns a policy by which a component has the map in \a sections whose key is the name of its class, without
    namespace. If the component has an objectName, the map whose key is \c Class.objectName overrides that one key by key, so
    that two components of a class have settings of their own. */
ConfigPolicy sectionConfig(const QVariantMap &sections)
{
    return SectionPolicy { [sections](const QString &name) { return sections.value(name).toMap(); } };
}

/*! \relates QConductor::Conductor
    \since QConductor 1.0
    Returns a policy by which a component has the keys and values of the group in \a settings whose name is that of its
    class, without namespace. If the component has an objectName, the group \c Class.objectName overrides that one key by key.
    The policy doesn't take ownership. The settings are read in the conductor's thread; after they were destroyed, there is no
    configuration. */
ConfigPolicy settingsConfig(QSettings *settings)
{
    return SectionPolicy { [settings = QPointer<QSettings>(settings)](const QString &name) {
        QVariantMap config;
        if (!settings)
            return config;
        settings->beginGroup(name);
        const QStringList keys = settings->allKeys();
        for (const QString &key : keys)
            config.insert(key, settings->value(key));
        settings->endGroup();
        return config;
    } };
}

QVariantMap SectionPolicy::operator()(const QMetaObject &type) const
{
    return configOf(type, QString());
}

QVariantMap SectionPolicy::configOf(const QMetaObject &type, const QString &objectName) const
{
    const QString name = QString::fromUtf8(unqualifiedName(&type));
    QVariantMap config = section(name);
    if (!objectName.isEmpty())
        config.insert(section(name + QLatin1Char('.') + objectName));
    return config;
}

} // namespace QConductor
