// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "configpolicy.h"

#include "meta/naming_p.h"

#include <QtCore/qpointer.h>
#include <QtCore/qsettings.h>

namespace QConductor {

/*!
    \typealias QConductor::ConfigPolicy
    A function that returns the configuration of components of the given class, or an empty map if there is none. It is
    called in the conductor's thread, at each call of Component::config().
*/

/*! \relates QConductor::Conductor
    Returns a policy by which every component has the configuration \a config. */
ConfigPolicy sharedConfig(const QVariantMap &config)
{
    return [config](const QMetaObject &) { return config; };
}

/*! \relates QConductor::Conductor
    Returns a policy by which a component has the map in \a sections whose key is the name of its class, without
    namespace. */
ConfigPolicy sectionConfig(const QVariantMap &sections)
{
    return [sections](const QMetaObject &type) {
        return sections.value(QString::fromUtf8(unqualifiedName(&type))).toMap();
    };
}

/*! \relates QConductor::Conductor
    Returns a policy by which a component has the keys and values of the group in \a settings whose name is that of its
    class, without namespace. The policy doesn't take ownership. The settings are read in the conductor's thread; after they
    were destroyed, there is no configuration. */
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
