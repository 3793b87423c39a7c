// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "configpolicy.h"

#include "naming_p.h"

#include <QtCore/qpointer.h>
#include <QtCore/qsettings.h>

namespace QConductor {

/*!
    \typealias QConductor::ConfigPolicy
    Gives the configuration of a component's class; an empty map where there is none. It is called in the
    conductor's thread, at each Component::config().
*/

/*! \relates QConductor::Conductor
    Returns a policy that gives \a config to every component. */
ConfigPolicy sharedConfig(const QVariantMap &config)
{
    return [config](const QMetaObject &) { return config; };
}

/*! \relates QConductor::Conductor
    Returns a policy that gives each component the map in \a sections named like its class, without namespace. */
ConfigPolicy sectionConfig(const QVariantMap &sections)
{
    return [sections](const QMetaObject &type) {
        return sections.value(QString::fromUtf8(unqualifiedName(&type))).toMap();
    };
}

/*! \relates QConductor::Conductor
    Returns a policy that gives each component the keys and values of the group in \a settings named like its class,
    without namespace. The settings stay the caller's and belong to the conductor's thread; once they are destroyed,
    there is no configuration. */
ConfigPolicy settingsConfig(QSettings *settings)
{
    return [settings = QPointer<QSettings>(settings)](const QMetaObject &type) {
        QVariantMap config;
        if (!settings)
            return config;
        settings->beginGroup(QString::fromUtf8(unqualifiedName(&type)));
        const QStringList keys = settings->allKeys();
        for (const QString &key : keys)
            config.insert(key, settings->value(key));
        settings->endGroup();
        return config;
    };
}

} // namespace QConductor
