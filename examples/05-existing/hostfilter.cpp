// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "hostfilter.h"

#include <memory>

namespace {

std::unique_ptr<HostFilter> theInstance;

} // namespace

void HostFilter::initInstance()
{
    theInstance = std::make_unique<HostFilter>();
}

void HostFilter::freeInstance()
{
    theInstance.reset();
}

HostFilter *HostFilter::instance()
{
    return theInstance.get();
}
