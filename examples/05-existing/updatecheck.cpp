// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "updatecheck.h"

namespace {

int theCount = 0;

} // namespace

void UpdateCheck::start()
{
    ++theCount;
}

int UpdateCheck::count()
{
    return theCount;
}
