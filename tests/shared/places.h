// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_PLACES_H
#define QCONDUCTOR_TESTS_PLACES_H

#include <QConductor/Component>
#include <QConductor/Conductor>

#include <functional>

// What a test does at a place, and a function that arranges that it is done each time that a conductor comes there.
using Act = std::function<void()>;
using Place = std::function<void(QConductor::Conductor &, const Act &)>;

// The place where a conductor emits a signal.
template <class Signal> Place on(Signal signal)
{
    return [signal](QConductor::Conductor &conductor, const Act &act) {
        QObject::connect(&conductor, signal, &conductor, [act] { act(); });
    };
}

// The place where a conductor tells that it has come to a state.
inline Place when(QConductor::Conductor::State state)
{
    return [state](QConductor::Conductor &conductor, const Act &act) {
        QObject::connect(&conductor, &QConductor::Conductor::stateChanged, &conductor,
                         [state, act](QConductor::Conductor::State reached) {
                             if (reached == state)
                                 act();
                         });
    };
}

// Arranges that something is done each time that a component tells that it has come to a state.
inline void doWhen(QConductor::Component *component, QConductor::Component::State state, const Act &act)
{
    QObject::connect(component, &QConductor::Component::stateChanged, component,
                     [state, act](QConductor::Component::State reached) {
                         if (reached == state)
                             act();
                     });
}

#endif
