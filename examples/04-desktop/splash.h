// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef SPLASH_H
#define SPLASH_H

#include <QtWidgets/qsplashscreen.h>

// What is seen first. It stays until it is hidden: a click doesn't.
class Splash : public QSplashScreen
{
    Q_OBJECT

public:
    Splash();

protected:
    void mousePressEvent(QMouseEvent *) override { }
};

#endif
