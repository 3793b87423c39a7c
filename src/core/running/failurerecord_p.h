// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_RUNNING_FAILURERECORD_P_H
#define QCONDUCTOR_RUNNING_FAILURERECORD_P_H

#include "component_p.h"

#include <QtCore/qpointer.h>

#include <vector>

namespace QConductor {

// A failure of a component, from where it is noticed to where it is told. An error that is found before any hook is called is
// thrown as an Error instead.
struct FailureRecord
{
    Failure failure;
    qint64 milliseconds = -1;      // how long the hook took; -1: not worth telling
    QPointer<Component> component; // null: none, or it was destroyed
    bool isFinal = false;          // the component isn't tried again, whatever its restart policy is
    int retryDelay = -1;           // in milliseconds, until the component is set up again; -1: it isn't
    QString name = {};             // of the component, as messages show it; empty: that of the failure

    static FailureRecord of(const Component *component, Phase phase, const std::exception_ptr &exception,
                            const QString &message, qint64 milliseconds = -1)
    {
        return { { ComponentPrivate::classNameOf(component), ComponentPrivate::displayNameOf(component), phase, message,
                   exception },
                 milliseconds,
                 const_cast<Component *>(component),
                 false,
                 -1,
                 ComponentPrivate::nameOf(component) };
    }
    static FailureRecord of(const Component *component, Phase phase, const QString &message, qint64 milliseconds = -1)
    {
        return of(component, phase, std::make_exception_ptr(Error(message)), message, milliseconds);
    }
};

inline QString nameOf(const FailureRecord &record)
{
    return record.name.isEmpty() ? record.failure.component : record.name;
}

// A failure that concerns more than the job in which it happens. Its component was up and has failed or was destroyed, so that
// nothing that requires it can stay up; or a job goes on without the component, or tries it again, and tells of that.
struct Loss
{
    FailureRecord record;                     // with the component, unless it was destroyed
    std::vector<QPointer<Component>> holders; // the components that require it
    enum class Telling {
        Nothing, // the job that fails because of it tells of it
        List,    // only failures() tells of it
        Signal   // failures() and componentFailed() tell of it
    };
    Telling telling;
    bool shutsDown; // if the application wants that: it was up and is essential
    bool isInPlace; // a setup goes on with the component, or without it, so that nothing is to be withdrawn
};

} // namespace QConductor

#endif
