// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef UPDATECHECK_H
#define UPDATECHECK_H

// Asks whether there is a newer version: a function, which nobody needs and which may come late.
class UpdateCheck
{
public:
    static void start();
    static int count(); // how often it was started
};

#endif
