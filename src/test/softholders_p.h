// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_SOFTHOLDERS_P_H
#define QCONDUCTOR_TEST_SOFTHOLDERS_P_H

#include "recorder_p.h"

#include <QtCore/qset.h>

namespace QConductor::Test {

// What the optional properties and the lists of components held when this was constructed, and whether they let go what has
// failed, and hold it again when it is back.
class SoftHolders
{
public:
    explicit SoftHolders(const QList<Recorder::Entry> &entries);

    void checkLetGo(const QSet<const Component *> &gone, const Recorder::Complain &complain) const;
    void checkHeldAgain(const Recorder::Complain &complain) const;

private:
    using Values = QList<const QObject *>; // only compared, because they may have been destroyed
    struct Property
    {
        QPointer<Component> holder;
        QByteArray name;
        bool isList;
        QString text; // "Shop::WebApi.metrics"
        Values values;

        Values read() const;
        const char *rule() const { return isList ? "R41" : "R40"; }
    };
    QList<Property> m_properties;
};

} // namespace QConductor::Test

#endif
