@echo off
rem Installs CartoMut beside itself the first time, without network, then opens it in the browser.
rem   start.bat                     the app
rem   start.bat selftest            is everything ready?
rem Only ASCII here: the console of an older Windows shows nothing else well.
setlocal
cd /d "%~dp0"
set "PYTHONUTF8=1"
set "ENVIRONMENT=%~dp0environnement"
if exist "%ENVIRONMENT%\pret" goto run

py -@PYTHON@ -c "import sys" >nul 2>nul
if %ERRORLEVEL% equ 0 goto with_launcher
python -c "import sys; sys.exit(sys.version_info[:2] != @TUPLE@)" >nul 2>nul
if %ERRORLEVEL% equ 0 goto with_python
echo CartoMut : Python @PYTHON@ est introuvable ; voir LISEZ-MOI.txt.
echo CartoMut: Python @PYTHON@ was not found; see READ-ME.txt.
pause
exit /b 1

:with_launcher
set "MAKE=py -@PYTHON@"
goto install

:with_python
set "MAKE=python"

:install
echo CartoMut : installation, une seule fois, sans internet / installing once, without network.
if exist "%ENVIRONMENT%" rmdir /s /q "%ENVIRONMENT%"
%MAKE% -m venv --without-pip "%ENVIRONMENT%"
if %ERRORLEVEL% neq 0 goto failed
for %%W in (wheels\pip-*.whl) do set "WHEEL=%%W"
"%ENVIRONMENT%\Scripts\python.exe" "%WHEEL%\pip" --isolated install --no-index --find-links wheels --disable-pip-version-check --no-warn-script-location --no-compile --quiet -r app\requirements.txt
if %ERRORLEVEL% neq 0 goto failed
type nul > "%ENVIRONMENT%\pret"

:run
cd app
if "%~1"=="selftest" goto selftest
"%ENVIRONMENT%\Scripts\python.exe" -m streamlit run app.py %*
if %ERRORLEVEL% neq 0 pause
exit /b %ERRORLEVEL%

:selftest
"%ENVIRONMENT%\Scripts\python.exe" -m cartomut %*
set "CODE=%ERRORLEVEL%"
pause
exit /b %CODE%

:failed
echo CartoMut : l'installation a echoue. Ce paquet est pour : @PLATFORMS@, Python @PYTHON@.
echo CartoMut: the installation failed. This bundle is for: @PLATFORMS@, Python @PYTHON@.
pause
exit /b 1
