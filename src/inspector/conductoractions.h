// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INSPECTOR_CONDUCTORACTIONS_H
#define QCONDUCTOR_INSPECTOR_CONDUCTORACTIONS_H

#include "inspectorglobal_p.h"

#include <QConductor/Conductor>

#include <QtCore/qpointer.h>
#include <QtQml/qqml.h>

namespace QConductor {

// What a person may do with a conductor, and how it is. A conductor of C++ has no functions that QML can call.
class QCONDUCTOR_INSPECTOR_AUTOTEST_EXPORT ConductorActions : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QConductor::Conductor *conductor READ conductor WRITE setConductor NOTIFY conductorChanged FINAL)
    Q_PROPERTY(QString stateText READ stateText NOTIFY changed FINAL)
    Q_PROPERTY(int mark READ mark NOTIFY changed FINAL) // the state of a component that has the same mark
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed FINAL)
    Q_PROPERTY(qreal progress READ progress NOTIFY changed FINAL)
    Q_PROPERTY(QString errorString READ errorString NOTIFY changed FINAL)
    Q_PROPERTY(bool canSetUp READ canSetUp NOTIFY changed FINAL)
    Q_PROPERTY(bool canShutDown READ canShutDown NOTIFY changed FINAL)
    QML_ELEMENT

public:
    using QObject::QObject;

    Conductor *conductor() const { return m_conductor; }
    void setConductor(Conductor *conductor);
    QString stateText() const;
    int mark() const;
    bool isBusy() const;
    qreal progress() const { return m_conductor ? m_conductor->progress() : 0; }
    QString errorString() const { return m_conductor ? m_conductor->errorString() : QString(); }
    bool canSetUp() const;
    bool canShutDown() const;

    Q_INVOKABLE void setUp();
    Q_INVOKABLE void shutDown();
    Q_INVOKABLE void restart(QConductor::Component *component); // starts it if it isn't up

Q_SIGNALS:
    void conductorChanged();
    void changed();

private:
    Conductor::State state() const { return m_conductor ? m_conductor->state() : Conductor::State::Inactive; }

    QPointer<Conductor> m_conductor;
};

} // namespace QConductor

#endif
