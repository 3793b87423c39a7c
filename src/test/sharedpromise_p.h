// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_SHAREDPROMISE_P_H
#define QCONDUCTOR_TEST_SHAREDPROMISE_P_H

#include "async/startedpromise_p.h"

#include <memory>

namespace QConductor::Test {

// The promise of a hook's future, shared because functions that std::function keeps have to be copied. When its last
// owner goes before it is finished, the future ends canceled.
using SharedPromise = std::shared_ptr<QPromise<void>>;

inline SharedPromise sharedPromise()
{
    return std::make_shared<QPromise<void>>(startedPromise());
}

} // namespace QConductor::Test

#endif
