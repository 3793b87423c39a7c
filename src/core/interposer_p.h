// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_INTERPOSER_P_H
#define QCONDUCTOR_INTERPOSER_P_H

#include "component.h"
#include "error.h"

namespace QConductor {

// Stands between a conductor and its components in tests: it replaces hooks and sees every change of state. Without an
// interposer, which is the rule, a hook and a change of state cost one comparison more.
class Interposer
{
public:
    virtual QFuture<void> call(Component *component, Phase phase) = 0; // calls the hook, or does something in its place
    virtual void stateChanged(Component *component, Component::State from) = 0;

protected:
    ~Interposer() = default;
};

} // namespace QConductor

#endif
